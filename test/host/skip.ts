/** Every test file is a bundle of its own with its own copy of this module: the reason travels on the test itself. */
const reasonKey = Symbol.for('itune.skipReason');

/** Leaves out the running test, with a reason that stands in the report: no test is skipped in silence. */
export function skip(context: Mocha.Context, reason: string): never {
  Object.assign(context.test ?? {}, { [reasonKey]: reason });
  return context.skip();
}

export function skipReason(test: object): string | undefined {
  const reason: unknown = Reflect.get(test, reasonKey);
  return typeof reason === 'string' ? reason : undefined;
}
