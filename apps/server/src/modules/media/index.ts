/** Pictures people upload, and the files they become. */
export { mediaModule } from './module.ts';
export { storePicture } from './store-picture.ts';
export { readUpload } from './read-upload.ts';
export { getPictures, requirePictures } from './get-pictures.ts';
