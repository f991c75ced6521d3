// As much of the peers as is used, so that types can be checked where they are not installed.

declare module '@optimizely/edge-delivery' {
  export function applyExperiments(
    request: Request,
    context: ExecutionContext,
    options: Readonly<Record<string, unknown>>,
  ): Promise<Response>
}

declare module '@growthbook/edge-cloudflare' {
  export function handleRequest(
    request: Request,
    env: Readonly<Record<string, string>>,
    config: Readonly<Record<string, unknown>>,
  ): Promise<Response>
}
