import { auto } from 'limen/auto'
import { compact } from 'limen/compact'
import { onnx } from 'limen/onnx'
import { worker } from 'limen/worker'
import { collecting } from './collecting.ts'
import { keeping } from './keeping.ts'
import { shopWith } from './shop.ts'

const engine = auto({ compact, onnx, prefer: 'onnx' })

/** The same, with ONNX Runtime started after the first answer. */
export default collecting(worker(keeping(shopWith(engine), { seconds: 86_400 }), { cache: null }))
