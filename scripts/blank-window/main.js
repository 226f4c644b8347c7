// An empty, transparent window to draw in; see ../make-icons.mjs.
import { app, BrowserWindow } from "electron";

app.whenReady().then(() => {
  const window = new BrowserWindow({
    width: 1100,
    height: 1100,
    transparent: true,
    frame: false,
  });
  return window.loadURL("about:blank");
});
