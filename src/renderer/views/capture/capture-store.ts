import { create } from "zustand";
import type { CaptureError } from "#contract/capture-error.ts";
import { request } from "../../state/backend.ts";
import {
  connectionOf,
  EMPTY_FORM,
  kindsFrom,
  type CaptureForm,
} from "./capture-form.ts";

/** What the address field is doing. */
export type Look =
  | { readonly status: "idle" | "looking" }
  | { readonly status: "failed"; readonly error: CaptureError };

/** The page as it was left, for when it comes back. */
interface CapturePage {
  readonly form: CaptureForm;
  readonly look: Look;
}

export const useCapturePage = create<CapturePage>(() => ({
  form: EMPTY_FORM,
  look: { status: "idle" },
}));

export function setForm(form: CaptureForm): void {
  useCapturePage.setState({ form });
}

/** Another address: what the last one offered is void. */
export function setAddress(address: string): void {
  const { form } = useCapturePage.getState();
  setForm({ ...form, address, kinds: [], discoveredHost: "" });
}

/** Looks at the address: what is saved for its host, then what it offers. */
export async function discover(): Promise<void> {
  const { form } = useCapturePage.getState();
  const { address } = form;
  useCapturePage.setState({ look: { status: "looking" } });
  const saved = await request("capture/saved-connection", { address });
  const isUntouched = form.connection === EMPTY_FORM.connection;
  const withSaved =
    saved.ok && isUntouched
      ? {
          ...form,
          connection: saved.value.connection,
          hasSavedSecret: saved.value.hasSecret,
        }
      : form;
  const reply = await request("capture/discover", {
    address,
    connection: connectionOf(withSaved),
  });
  // Another address was typed meanwhile.
  if (useCapturePage.getState().form.address !== address) {
    useCapturePage.setState({ look: { status: "idle" } });
    return;
  }
  if (reply.ok && reply.value.ok) {
    const { discovery, host } = reply.value;
    const kinds = kindsFrom(discovery);
    useCapturePage.setState({
      form: { ...withSaved, kinds, discoveredHost: host },
      look: { status: "idle" },
    });
    return;
  }
  useCapturePage.setState({
    form: { ...withSaved, kinds: [], discoveredHost: "" },
    look:
      reply.ok && !reply.value.ok
        ? { status: "failed", error: reply.value.error }
        : { status: "idle" },
  });
}
