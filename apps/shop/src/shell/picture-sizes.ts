/** How wide pictures are shown before anything is laid out; the server sends the first ones ahead by the same words. */
export const columnSizes = '(max-width: 480px) 100vw, 430px';
export const halfColumnSizes = '(max-width: 480px) 50vw, 215px';
export const stripSizes = '175px';
