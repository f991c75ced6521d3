export { preview, previewCookie, previewHeader } from './preview.ts'
export { decisionHeader, revealTrace } from './reveal.ts'
export { type DevRoomOptions, devRoom, roomPath } from './room.ts'
