const boundary = "fleetwright";

export function mimeHead(contentType: string): string {
  return [
    "MIME-Version: 1.0",
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
    "",
    `--${boundary}`,
    `Content-Type: ${contentType}`,
    "",
  ].join("\n");
}

export const mimeTail = `--${boundary}--\n`;
