import { onnx } from 'limen/onnx'
import { whyShop } from './why-shop.ts'

export default whyShop(onnx)
