/** Made by `compileKernel.mjs` from `assembly/`, in every build. */
export const WASM_BASE64: string;
