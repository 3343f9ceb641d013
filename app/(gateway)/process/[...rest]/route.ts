export * from '@/app/_server/door'
