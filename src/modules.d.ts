/** Files a Worker imports as data: see `[[rules]]` in wrangler.toml. */
declare module '*.onnx' {
  const bytes: ArrayBuffer
  export default bytes
}
declare module '*.tsv' {
  const text: string
  export default text
}
declare module '*.wasm' {
  const module: WebAssembly.Module
  export default module
}
