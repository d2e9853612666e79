import { lazyComponent } from '../../shared/lazyComponent';

/** `ChangeView`, which brings the diff library: half of those who open a file never look at a fix. */
export const LazyChangeView = lazyComponent(async () => (await import('../diff/changeView')).ChangeView);
