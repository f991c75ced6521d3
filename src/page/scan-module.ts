import scan from './scan.wasm'

export default scan
