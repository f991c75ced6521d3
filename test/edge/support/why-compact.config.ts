import { compact } from 'limen/compact'
import { whyShop } from './why-shop.ts'

export default whyShop(compact)
