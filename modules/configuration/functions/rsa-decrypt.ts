import { constants, createPrivateKey, type KeyObject, privateDecrypt } from "node:crypto";
import { asText } from "./arguments.js";
import { type FunctionDefinition, FunctionError } from "./function-definition.js";

/** `rsadecrypt`: PKCS #1 v1.5, with a key in PEM. */
export const RSA_FUNCTIONS: readonly FunctionDefinition[] = [
  {
    name: "rsadecrypt",
    parameters: [
      { name: "ciphertext", type: "string" },
      { name: "privatekey", type: "string" },
    ],
    returns: "string",
    implement: ([ciphertext, privateKey]) => decrypt(asText(ciphertext), asText(privateKey)),
  },
];

function decrypt(ciphertext: string, privateKey: string): string {
  if (
    !/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(
      ciphertext.replace(/[\r\n]/g, ""),
    )
  )
    throw new FunctionError(
      `failed to decode input ${JSON.stringify(ciphertext)}: cipher text must be base64-encoded`,
      0,
    );
  const key = readKey(privateKey);
  const block = rawDecrypt(key, Buffer.from(ciphertext, "base64"));
  const end = block?.indexOf(0, 2) ?? -1;
  // 00 02, at least eight bytes of padding, 00, and the message.
  if (block === undefined || block[0] !== 0 || block[1] !== 2 || end < 10)
    throw new FunctionError("failed to decrypt: crypto/rsa: decryption error");
  return block.subarray(end + 1).toString("utf8");
}

function readKey(pem: string): KeyObject {
  if (!/-----BEGIN [^-]+-----/.test(pem))
    throw new FunctionError("invalid private key: ssh: no key found", 1);
  if (pem.includes("-----BEGIN OPENSSH PRIVATE KEY-----"))
    throw new FunctionError(
      "invalid private key: keys in OpenSSH's own format are not read here; convert it with ssh-keygen -p -m PEM",
      1,
    );
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === "rsa") return key;
  } catch {
    // What is wrong with it is not told: part of the key could stand in the message.
  }
  throw new FunctionError("invalid private key: it is no RSA key, is encrypted, or cannot be read", 1);
}

/** Without the padding's removal, which Node withholds from those who could be made an oracle of. */
function rawDecrypt(key: KeyObject, data: Buffer): Buffer | undefined {
  try {
    return privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, data);
  } catch {
    return undefined;
  }
}
