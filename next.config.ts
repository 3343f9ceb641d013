import type { NextConfig } from 'next'

const nextConfig: NextConfig = {
  serverExternalPackages: ['better-sqlite3', 'pino', 'prom-client'],
  // The store migrates itself at start: the SQL must travel with a standalone build.
  outputFileTracingIncludes: { '/**': ['./drizzle/migrations/**/*'] },
  // `npm run check:types` checks the whole project; a user's build need not do it again.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  reactStrictMode: true,
}

export default nextConfig
