import { fork } from 'node:child_process'
import { once } from 'node:events'
import { stopAtExit } from './stop-at-exit.ts'

/** A helper of the benchmark in a process of its own. */
export interface Child<Question, Answer> {
  ask(question: Question): Promise<Answer>
  stop(): Promise<void>
}

/** Starts a module of this folder that was written with `answerParent`. */
export function startChild<Question extends object, Answer>(
  module: string,
): Child<Question, Answer> {
  const child = fork(`${import.meta.dirname}/${module}`, { serialization: 'advanced' })
  const forget = stopAtExit(child)
  const exited = once(child, 'exit')
  return {
    async ask(question) {
      child.send(question)
      const [reply] = await Promise.race([
        once(child, 'message'),
        exited.then(() => [{ error: `${module} has ended` }]),
      ])
      if ('error' in reply) throw new Error(reply.error)
      return reply.answer
    },
    async stop() {
      child.kill()
      await exited
      forget()
    },
  }
}

/** The other side: answers the questions of the process that started this one, one at a time. */
export function answerParent<Question, Answer>(
  answer: (question: Question) => Promise<Answer>,
): void {
  process.on('disconnect', () => process.exit())
  process.on('message', async (question: Question) => {
    const reply = await answer(question).then(
      (answer) => ({ answer }),
      (error: Error) => ({ error: error.message }),
    )
    process.send?.(reply)
  })
}
