import { spawn, spawnSync } from 'node:child_process';

const [WIDTH, HEIGHT, FPS] = [640, 360, 30];
const BLOCKS = 40;

export function hasFfmpeg(): boolean {
  return spawnSync('ffmpeg', ['-version'], { stdio: 'ignore' }).status === 0;
}

/** An outside encoder as a host would run it: raw pictures with the time painted in, through ffmpeg's x264, to RTMP. */
export function startEncoder(rtmpUrl: string): { stop(): void } {
  const child = spawn(
    'ffmpeg',
    [
      '-hide_banner',
      '-loglevel',
      'error',
      '-f',
      'rawvideo',
      '-pix_fmt',
      'yuv420p',
      '-s',
      `${WIDTH}x${HEIGHT}`,
      '-r',
      String(FPS),
      '-use_wallclock_as_timestamps',
      '1',
      '-i',
      'pipe:0',
      '-f',
      'lavfi',
      '-re',
      '-i',
      'sine=frequency=440:sample_rate=44100',
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-tune',
      'zerolatency',
      '-g',
      String(FPS),
      '-b:v',
      '900k',
      '-fps_mode',
      'passthrough',
      '-c:a',
      'aac',
      '-b:a',
      '96k',
      '-f',
      'flv',
      rtmpUrl,
    ],
    { stdio: ['pipe', 'ignore', 'inherit'] },
  );
  const frame = Buffer.alloc((WIDTH * HEIGHT * 3) / 2, 128);
  let isFull = false;
  child.stdin.on('drain', () => {
    isFull = false;
  });
  // ffmpeg ending closes its input; the timer stops with it.
  child.stdin.on('error', () => clearInterval(timer));
  let count = 0;
  const timer = setInterval(() => {
    if (isFull) return;
    paint(frame, count++);
    isFull = !child.stdin.write(Buffer.from(frame));
  }, 1000 / FPS);
  return {
    stop() {
      clearInterval(timer);
      // A blocked ffmpeg ignores the polite way.
      child.kill('SIGKILL');
    },
  };
}

function paint(frame: Buffer, count: number): void {
  for (let y = 20; y < HEIGHT; y++) frame.fill(60 + ((y + count) % 120), y * WIDTH, (y + 1) * WIDTH);
  const time = (Date.now() % 4294967296) >>> 0;
  const check = (time ^ (time >>> 8) ^ (time >>> 16) ^ (time >>> 24)) & 255;
  const width = WIDTH / BLOCKS;
  for (let i = 0; i < BLOCKS; i++) {
    const bit = i < 32 ? (time >>> (31 - i)) & 1 : (check >>> (39 - i)) & 1;
    for (let y = 0; y < 20; y++) frame.fill(bit === 1 ? 235 : 16, y * WIDTH + i * width, y * WIDTH + (i + 1) * width);
  }
}
