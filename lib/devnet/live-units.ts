/** What a second of live video is billed as, whatever it is: 1280 × 720 pixels, thirty times. */
export const LIVE_UNITS_PER_SECOND = 27_648_000n
