export { previewCookie, previewHeader, previews } from './preview.ts'
export { decisionHeader, describeDecision, outcomeOf, revealTrace } from './reveal.ts'
