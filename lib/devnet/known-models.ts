import type { ModelSketch } from './scenario'

type KnownModel = Pick<ModelSketch, 'pipeline' | 'model'>

/** Models that networks of this kind run, by a short name. */
export const KNOWN_MODELS = {
  realVis: { pipeline: 'text-to-image', model: 'SG161222/RealVisXL_V4.0_Lightning' },
  sdxlLightning: { pipeline: 'text-to-image', model: 'ByteDance/SDXL-Lightning' },
  fluxDev: { pipeline: 'text-to-image', model: 'black-forest-labs/FLUX.1-dev' },
  fluxSchnell: { pipeline: 'text-to-image', model: 'black-forest-labs/FLUX.1-schnell' },
  pix2pix: { pipeline: 'image-to-image', model: 'timbrooks/instruct-pix2pix' },
  sdxlTurbo: { pipeline: 'image-to-image', model: 'stabilityai/sdxl-turbo' },
  videoDiffusion: { pipeline: 'image-to-video', model: 'stabilityai/stable-video-diffusion-img2vid-xt-1-1' },
  upscaler: { pipeline: 'upscale', model: 'stabilityai/stable-diffusion-x4-upscaler' },
  whisper: { pipeline: 'audio-to-text', model: 'openai/whisper-large-v3' },
  sam2: { pipeline: 'segment-anything-2', model: 'facebook/sam2-hiera-large' },
  llama8b: { pipeline: 'llm', model: 'meta-llama/Meta-Llama-3.1-8B-Instruct' },
  llamaScout: { pipeline: 'llm', model: 'meta-llama/Llama-4-Scout-17B-16E-Instruct' },
  llamaVision: { pipeline: 'llm', model: 'llama3.2-vision' },
  glmFlash: { pipeline: 'llm', model: 'glm-4.7-flash' },
  blip: { pipeline: 'image-to-text', model: 'Salesforce/blip-image-captioning-large' },
  stream: { pipeline: 'live-video-to-video', model: 'streamdiffusion' },
  streamTurbo: { pipeline: 'live-video-to-video', model: 'streamdiffusion-sdturbo' },
  streamSdxl: { pipeline: 'live-video-to-video', model: 'streamdiffusion-sdxl' },
  streamSdxlV2v: { pipeline: 'live-video-to-video', model: 'streamdiffusion-sdxl-v2v' },
  comfystream: { pipeline: 'live-video-to-video', model: 'comfystream' },
  parler: { pipeline: 'text-to-speech', model: 'parler-tts/parler-tts-large-v1' },
} as const satisfies Record<string, KnownModel>

/** Capability bits beside the default set, as nodes state them. */
export const FEATURES = {
  /** HEVC and VP8/VP9 decoding, HEVC encoding. */
  codecs: [15, 16, 17, 18],
  /** H.264 in other chroma formats. */
  chroma: [17, 21, 22, 23, 24, 25],
  /** Pipelines claimed by a bit, with neither a model nor a price behind it. */
  bareAi: [27, 28, 29, 30, 31, 32, 34, 36],
} as const
