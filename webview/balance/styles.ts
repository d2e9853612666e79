/* All styles of the page; see `webview/editor/styles.ts` for why they are imported here. */
import '../shared/controls/iconButton.css';
import '../shared/controls/menu.css';
import '../shared/controls/pickers.css';
import '../shared/icons/icon.css';
import '../shared/page.css';
import '../shared/preview/preview.css';
import '../shared/preview/richText.css';
import './charts/charts.css';
import './comparison/comparison.css';
import './layout/layout.css';
import './measures/measures.css';
import './preview/preview.css';
