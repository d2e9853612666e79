import { lazyComponent } from '../../shared/lazyComponent';

/** The preview with all that it takes (Markdown comes even later): loaded when it is shown for the first time. */
export const LazyPreview = lazyComponent(
  () => import('./examplePreview').then(({ ExamplePreview }) => ExamplePreview),
  <section class="detail-preview" id="detail-preview" aria-label="Preview" aria-busy="true" />,
);
