import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";

/** Starts moto's server, an emulator of many AWS services, on this port of the loopback. */
export async function startMoto(port: number): Promise<ChildProcess> {
  const moto = spawn("python3", ["-m", "moto.server", "-p", String(port)], { stdio: "ignore" });
  for (let tries = 0; tries < 150; tries += 1) {
    const up = await fetch(`http://127.0.0.1:${port}/moto-api/data.json`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (up) return moto;
    await delay(200);
  }
  moto.kill();
  throw new Error("moto did not start");
}
