import { add, multiply } from './arithmetic.ts'
import type { Call, Step } from './call.ts'
import { lpNormalization } from './lp-normalization.ts'
import { matMul, matMulInteger } from './mat-mul.ts'
import { cast, dynamicQuantizeLinear } from './quantize.ts'
import { scatterElements } from './scatter.ts'
import { concat, gather, slice, transpose } from './select.ts'
import { constant, identity, reshape, squeeze, unsqueeze } from './shape.ts'
import { topK } from './top-k.ts'

/** What this engine can evaluate, as ONNX opset 13 to 21 defines it. */
export const operators: ReadonlyMap<string, (call: Call) => Step> = new Map([
  ['Add', add],
  ['Cast', cast],
  ['Concat', concat],
  ['Constant', constant],
  ['DynamicQuantizeLinear', dynamicQuantizeLinear],
  ['Gather', gather],
  ['Identity', identity],
  ['LpNormalization', lpNormalization],
  ['MatMul', matMul],
  ['MatMulInteger', matMulInteger],
  ['Mul', multiply],
  ['Reshape', reshape],
  ['ScatterElements', scatterElements],
  ['Slice', slice],
  ['Squeeze', squeeze],
  ['TopK', topK],
  ['Transpose', transpose],
  ['Unsqueeze', unsqueeze],
])
