/** `FLUX.1-dev` of `black-forest-labs/FLUX.1-dev`: what people call a model. */
export const modelName = (model: string | null): string | null =>
  model === null ? null : model.slice(model.lastIndexOf('/') + 1) || model
