import { askingShop } from './asking-shop.ts'

export default await askingShop()
