/** A catalogue or a part of one. */
export interface Messages {
  readonly [key: string]: string | Messages;
}

type PluralBase<K extends string> = K extends `${infer Base}_one`
  ? Base
  : K extends `${infer Base}_other`
    ? Base
    : K;

/** The same keys in a language without a singular form. */
export type Translation<T> = {
  readonly [
    K in keyof T as K extends `${string}_one` ? never : K
  ]: T[K] extends string ? string : Translation<T[K]>;
};

/** Keys of a catalogue as they are asked for: dotted, plurals by their base. */
export type KeysOf<T, Prefix extends string = ""> = {
  [K in keyof T & string]: T[K] extends string
    ? `${Prefix}${PluralBase<K>}`
    : KeysOf<T[K], `${Prefix}${K}.`>;
}[keyof T & string];
