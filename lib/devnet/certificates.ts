import { generate } from 'selfsigned'

export interface Certificate {
  readonly key: string
  readonly cert: string
}

/** Making one takes some 20 ms of CPU; a large fleet shares these. */
const MAX_DISTINCT = 64

/**
 * A fresh self-signed P-256 certificate per host, as a node makes itself at every start; with more hosts than 64 each
 * is good for several. In the order of `hosts`. IP literals stand there as DNS names, which is what go-livepeer does.
 */
export async function makeCertificates(hosts: readonly string[]): Promise<Certificate[]> {
  const groups = Array.from({ length: Math.min(MAX_DISTINCT, hosts.length) }, (_, group) =>
    hosts.filter((_, i) => i % MAX_DISTINCT === group),
  )
  const made = await Promise.all(groups.map(makeCertificate))
  return hosts.map((host, i) => {
    const certificate = made[i % MAX_DISTINCT]
    if (!certificate) throw new Error(`no certificate was made for ${host}`)
    return certificate
  })
}

async function makeCertificate(hosts: readonly string[]): Promise<Certificate> {
  const { private: key, cert } = await generate(
    [{ name: 'organizationName', value: 'Simulated Livepeer network' }],
    {
      keyType: 'ec',
      curve: 'P-256',
      algorithm: 'sha256',
      extensions: [
        { name: 'basicConstraints', cA: true },
        { name: 'keyUsage', digitalSignature: true, keyCertSign: true },
        { name: 'extKeyUsage', serverAuth: true },
        { name: 'subjectAltName', altNames: [...new Set(hosts)].map((value) => ({ type: 2, value })) },
      ],
    },
  )
  return { key, cert }
}
