import { TornReadError } from '../../core/text/byteSource';
import * as errors from '../fileErrors';
import type { SaveOutcome, SaveRequest } from '../platform';
import { NodeBaseFile } from './baseFile';
import { writeInPlace } from './inPlace';
import { reasonAgainstReplacing, replaceByCopy } from './replaceFile';
import { findTarget } from './saveTarget';
import { stopIfAborted } from './segmentWriter';
import type { System } from './system';
import { CopyRefused, isNoSpace, removeLitter } from './tempCopy';

/** Saves one document; see `Files.save`. The caller sees to it that saves of one target do not run at once. */
export async function saveFile(system: System, request: SaveRequest): Promise<SaveOutcome> {
  try {
    return await replaceOrWriteInPlace(system, { ...request, beforeReplace: onceUnwrapped(request.beforeReplace) });
  } catch (error) {
    throw toSaveError(error, request);
  }
}

async function replaceOrWriteInPlace(system: System, request: SaveRequest): Promise<SaveOutcome> {
  stopIfAborted(request.signal);
  const own = request.base instanceof NodeBaseFile ? request.base : undefined;
  const target = await findTarget(system.fs, request.target, own);
  await removeLitter(system.fs, target.path, system.wallTime());
  try {
    const against = reasonAgainstReplacing(target);
    if (against !== undefined) throw against;
    return { method: 'rename', base: await replaceByCopy(system, target, request) };
  } catch (error) {
    if (!(error instanceof CopyRefused)) throw error;
    const { stat } = target;
    if (stat === undefined) throw error.cause;
    const base = await writeInPlace(system, { ...target, stat }, request);
    return { method: 'in-place', reason: error.reason, base };
  }
}

/** What the caller's own hook threw; it goes back to the caller as it is. */
class HookError extends Error {
  constructor(override readonly cause: unknown) {
    super('The hook before replacing failed.', { cause });
  }
}

function onceUnwrapped(hook: (() => Promise<void>) | undefined): () => Promise<void> {
  let called: Promise<void> | undefined;
  return () => {
    called ??= (async () => {
      try {
        await hook?.();
      } catch (error) {
        throw new HookError(error);
      }
    })();
    return called;
  };
}

function toSaveError(error: unknown, { target, base }: SaveRequest): unknown {
  if (error instanceof HookError) return error.cause;
  if (error instanceof TornReadError) return new errors.ChangedOnDiskError(base?.path ?? target, { cause: error });
  if (isNoSpace(error)) return new errors.NoSpaceError(target, { cause: error });
  const isKnown = Object.values(errors).some((type) => error instanceof type);
  return isKnown ? error : new errors.SaveError(target, undefined, { cause: error });
}
