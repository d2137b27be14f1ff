// What the build makes before this is compiled (`code/main.ts`).
declare module '@site/.versa/*.json' {
  const made: unknown
  export default made
}
