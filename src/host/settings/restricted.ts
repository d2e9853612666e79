import type { Settings } from '../../core/config/settings';

export const SECTION = 'itune';

/** Settings that name code of the author (a schema with patterns of its own): not taken from a workspace that is not trusted. */
export const RESTRICTED: readonly (keyof Settings)[] = ['schema'];
