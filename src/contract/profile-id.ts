/** Handle of an opened profile, given out by main; unique while the app runs. */
export type ProfileId = string & { readonly __brand: "ProfileId" };

/** Handle of a request in flight; unique while the app runs. */
export type RequestId = number & { readonly __brand: "RequestId" };
