// In the place of prism-react-renderer (`plugins/without-prism.ts`): what the theme imports of it.

export const Prism = {}
