/** Megabytes of 2^20 bytes that the isolate of an inspected Worker holds: its heap, and its buffers. */
export async function heapOf(inspector: URL): Promise<number> {
  const targets = (await (await fetch(new URL('/json', inspector))).json()) as {
    webSocketDebuggerUrl: string
  }[]
  const socket = new WebSocket(targets[0]?.webSocketDebuggerUrl ?? '')
  try {
    const answer = await new Promise<string>((resolve, reject) => {
      socket.addEventListener('error', () => reject(new Error('the inspector does not answer')))
      socket.addEventListener('message', ({ data }) => resolve(String(data)))
      socket.addEventListener('open', () =>
        socket.send(JSON.stringify({ id: 1, method: 'Runtime.getHeapUsage' })),
      )
    })
    const { usedSize, backingStorageSize = 0 } = JSON.parse(answer).result
    return (usedSize + backingStorageSize) / 2 ** 20
  } finally {
    socket.close()
  }
}
