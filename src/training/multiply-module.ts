// Text, and no file beside it, because the trainer also runs in a browser.
const code =
  'AGFzbQEAAAABCwFgB39/f39/f38AAhEBBWxpbWVuBm1lbW9yeQIAAQMCAQAHDAEIbXVsdGlwbHkAAAqqBAGnBAIJfwt7' +
  'IAMgBE8EQA8LIAZBA3QhByAFQQN0IQggACADIAdsaiEJIAAgBCAHbGohCiACIAMgCGxqIQwDQEEAIQsDQP0MAAAAAAAA' +
  'AAAAAAAAAAAAACET/QwAAAAAAAAAAAAAAAAAAAAAIRT9DAAAAAAAAAAAAAAAAAAAAAAhFf0MAAAAAAAAAAAAAAAAAAAA' +
  'ACEW/QwAAAAAAAAAAAAAAAAAAAAAIRf9DAAAAAAAAAAAAAAAAAAAAAAhGP0MAAAAAAAAAAAAAAAAAAAAACEZ/QwAAAAA' +
  'AAAAAAAAAAAAAAAAIRogCSENIAkgB2ohDyABIAtqIQ4DQCAN/QoDACEQIA0gB2r9CgMAIREgDv0ABAAhEiATIBAgEv3y' +
  'Af3wASETIBcgESAS/fIB/fABIRcgDv0ABBAhEiAUIBAgEv3yAf3wASEUIBggESAS/fIB/fABIRggDv0ABCAhEiAVIBAg' +
  'Ev3yAf3wASEVIBkgESAS/fIB/fABIRkgDv0ABDAhEiAWIBAgEv3yAf3wASEWIBogESAS/fIB/fABIRogDiAIaiEOIA1B' +
  'CGohDSANIA9JDQALIAwgC2ohDSANIBP9CwQAIA0gFP0LBBAgDSAV/QsEICANIBb9CwQwIA0gCGohDSANIBf9CwQAIA0g' +
  'GP0LBBAgDSAZ/QsEICANIBr9CwQwIAtBwABqIQsgCyAISQ0ACyAPIAdqIQkgDCAIQQF0aiEMIAkgCkkNAAsL'

// Node and browsers have it; workerd has it not, and its types neither.
const { Module } = WebAssembly as unknown as {
  readonly Module: new (bytes: Uint8Array) => WebAssembly.Module
}

/** tools/kernel/multiply.wat, assembled by `node tools/kernel/build-multiply.ts`. */
export function multiplyModule(): WebAssembly.Module {
  return new Module(Uint8Array.from(atob(code), (byte) => byte.charCodeAt(0)))
}
