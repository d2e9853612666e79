import { serveCopies } from './platform/node/copyThread';

serveCopies();
