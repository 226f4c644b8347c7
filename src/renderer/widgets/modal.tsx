import { Dialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import "./modal.css";

export interface ModalProps {
  readonly title: string;
  readonly closeLabel: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** What is in it has nothing that takes the focus: it takes it itself, to be scrolled by keys. */
  readonly isOnlyText?: boolean;
  /** `wide` for lists in columns. */
  readonly width?: "normal" | "wide";
}

/** A dialog over the window. Focus goes in and comes back. */
export function Modal(props: ModalProps): ReactNode {
  return (
    <Dialog.Root
      open={props.isOpen}
      onOpenChange={(isOpen) => {
        if (!isOpen) props.onClose();
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className="ls-modal__backdrop" />
        <Dialog.Popup
          className={`ls-modal ls-modal--${props.width ?? "normal"}`}
        >
          <header className="ls-modal__header">
            <Dialog.Title className="ls-modal__title">
              {props.title}
            </Dialog.Title>
            <Dialog.Close
              className="ls-icon-button"
              aria-label={props.closeLabel}
            >
              <X size={16} strokeWidth={1.5} aria-hidden />
            </Dialog.Close>
          </header>
          <div
            className="ls-modal__body"
            tabIndex={props.isOnlyText === true ? 0 : undefined}
          >
            {props.children}
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
