// Megabytes of weights and n-grams: the build makes them a file of their own, so that a worker starts without them.
export { Classifier } from '../classify/classifier';
export { default as weights } from '../classify/weights.json';
export { eld } from 'eld/extrasmall';
