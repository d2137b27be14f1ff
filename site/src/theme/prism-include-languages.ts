/** Prism colours nothing here: the build does (`code/highlight`), and its languages stay away. */
export default function prismIncludeLanguages(): void {}
