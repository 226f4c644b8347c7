/**
 * What is packaged, and which files open with it. `npm run package` builds the folder for this machine;
 * only Linux has been tried, see README.md.
 *
 * @type {import("electron-builder").Configuration}
 */
const config = {
  appId: "io.github.leakscope",
  productName: "Leakscope",
  copyright: "MIT licence",
  directories: { output: "dist", buildResources: "build" },
  // Everything is bundled: no node_modules, no sources, no maps, no terminal front end.
  files: [
    "package.json",
    "out/main/**",
    "out/preload/**",
    "out/renderer/**",
    "!**/*.map",
    "!node_modules",
  ],
  // Outside of the archive: workers read them by path, as any other file.
  extraResources: [
    { from: "resources/samples", to: "samples" },
    { from: "build/icons/256x256.png", to: "icon.png" },
    { from: "LICENSE", to: "LICENSE.leakscope.txt" },
  ],
  asar: true,
  npmRebuild: false,
  electronLanguages: ["en-US", "zh-CN"],
  // The security checklist's: no Node mode, no debugging from outside, no code but the archive's.
  electronFuses: {
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
    // There are no cookies to encrypt, and the key store would be asked for a key at every start.
    enableCookieEncryption: false,
  },
  linux: {
    target: ["deb", "tar.gz"],
    executableName: "leakscope",
    syncDesktopName: true,
    category: "Development",
    icon: "build/icons",
    synopsis: "Profile explorer for Go",
    maintainer: "The Leakscope authors",
    // Paths, not URLs.
    executableArgs: ["%F"],
    // Of build/linux/leakscope.xml, which also knows them by content. `fileAssociations` would write
    // an XML of its own without that.
    mimeTypes: ["application/x-pprof", "application/x-pprof-gzip"],
    desktop: {
      entry: {
        GenericName: "Profile explorer",
        "GenericName[zh_CN]": "性能剖析浏览器",
        Keywords: "pprof;profile;flame graph;goroutine;leak;Go;",
      },
    },
  },
  deb: {
    fpm: ["build/linux/leakscope.xml=/usr/share/mime/packages/leakscope.xml"],
  },
  // No `.pb.gz` here: both systems go by the last extension, and it would claim every `.gz`.
  mac: {
    target: ["dmg", "zip"],
    category: "public.app-category.developer-tools",
    icon: "build/icon.icns",
    fileAssociations: [
      {
        ext: ["prof", "pprof", "pb"],
        name: "Go profile",
        role: "Viewer",
        rank: "Alternate",
      },
    ],
  },
  win: {
    target: ["nsis"],
    icon: "build/icon.ico",
    fileAssociations: ["prof", "pprof", "pb"].map((ext) => ({
      ext,
      name: "Go profile",
      description: "Go profile (pprof)",
    })),
  },
  nsis: {
    oneClick: false,
    // File associations are only written by an installation for the whole machine.
    perMachine: true,
    allowToChangeInstallationDirectory: true,
  },
};

export default config;
