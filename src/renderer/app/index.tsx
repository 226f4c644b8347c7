import { CSPProvider } from "@base-ui/react/csp-provider";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { connect } from "../state/connect.ts";
import { TipProvider } from "../widgets/tip.tsx";
import { App } from "./app.tsx";
import { CrashBoundary } from "./crash-boundary.tsx";
import { loadLateParts } from "./late-part.tsx";
import "../theme/tokens.css";
import "../theme/base.css";

async function start(): Promise<void> {
  const container = document.getElementById("root");
  if (container === null) throw new Error("no #root");
  const facts = await connect();
  createRoot(container).render(
    <StrictMode>
      <CrashBoundary>
        <CSPProvider disableStyleElements>
          <TipProvider>
            <App facts={facts} />
          </TipProvider>
        </CSPProvider>
      </CrashBoundary>
    </StrictMode>,
  );
  // Once the start page is painted and nothing else is to do. One that can't be loaded fails where it is shown.
  requestIdleCallback(() => void loadLateParts().catch(() => undefined), {
    timeout: 500,
  });
}

void start();
