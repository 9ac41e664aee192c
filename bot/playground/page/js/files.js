// Files as the person's app makes them ready: photos small, sounds and films measured, nothing above the limit.

const LARGEST = 50 * 1024 * 1024;   // bytes
const PHOTO_SIDE = 1280;            // pixels; the messenger's own apps scale photos to this
const QUALITY = 0.87;
const PATIENCE = 4_000;             // milliseconds to wait for the browser to know a file's length

/** Throws the sentence about the first file that is too large. */
export function checkSizes(files) {
  const large = files.find(({ size }) => size > LARGEST);
  if (large) throw new Error(`فایل «${large.name}» از ۵۰ مگابایت بزرگ‌تر است.`);
}

/** Which kind of message these files become when they are sent as pictures and films. */
export function galleryKind(files) {
  const films = files.filter(({ type }) => type.startsWith("video/")).length;
  if (films === 0) return "photo";
  return films === files.length ? "video" : "album";
}

/** The file ready to be sent as what it is in the gallery. */
export const ready = (file) => (file.type.startsWith("video/") ? measured(file) : scaled(file));

/** The picture as a JPEG of at most 1280 pixels, upright, without what the camera wrote into it. */
export async function scaled(file) {
  let picture;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch (failure) {
    throw new Error(`عکس «${file.name}» در این مرورگر باز نشد؛ به‌صورت فایل بفرستیدش.`, { cause: failure });
  }
  const scale = Math.min(1, PHOTO_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const brush = canvas.getContext("2d");
  brush.fillStyle = "#fff";   // JPEG knows no transparency
  brush.fillRect(0, 0, canvas.width, canvas.height);
  brush.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  return { blob, name: "photo.jpg", width: canvas.width, height: canvas.height };
}

/** The file with the length and size that the browser's player finds; zeros where it finds none. */
export function measured(file) {
  const player = document.createElement(file.type.startsWith("video/") ? "video" : "audio");
  const address = URL.createObjectURL(file);
  return new Promise((done) => {
    const end = () => {
      URL.revokeObjectURL(address);
      const duration = Number.isFinite(player.duration) ? Math.max(1, Math.round(player.duration)) : 0;
      done({ blob: file, name: file.name, duration, width: player.videoWidth ?? 0, height: player.videoHeight ?? 0 });
    };
    player.addEventListener("loadedmetadata", end, { once: true });
    player.addEventListener("error", end, { once: true });
    setTimeout(end, PATIENCE);
    player.preload = "metadata";
    player.src = address;
  });
}
