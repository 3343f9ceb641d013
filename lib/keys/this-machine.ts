/** Whether an address, as the system writes it, is of this very machine. */
export const isLoopbackAddress = (address: string): boolean =>
  address === '::1' || /^(::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/i.test(address)

/** Whether a Host header names this machine: a stranger's name may lead here, too. */
export function isLocalHost(host: string): boolean {
  const [, name = ''] = /^(\[[^\]]*\]|[^:]*)(?::\d{1,5})?$/.exec(host.trim().toLowerCase()) ?? []
  return name === 'localhost' || isLoopbackAddress(name.replace(/^\[(.*)\]$/, '$1'))
}

/** Whether an Origin header is of a page that this machine serves. */
export function isLocalOrigin(origin: string): boolean {
  const [, host] = /^https?:\/\/(.*)$/i.exec(origin.trim()) ?? []
  return host !== undefined && isLocalHost(host)
}
