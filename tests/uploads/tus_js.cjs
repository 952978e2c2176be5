// Uploads standard input with tus-js-client, stops once in the middle, and goes on from there with a new client.
const http = require("http");
const tus = require("../vendor/tus-js-client/tus.min.js");

const { endpoint, headers, chunkSize, stopAfter, withCreation } = JSON.parse(process.argv[2]);
const sent = [];

/** Sends over Node's own http, because the packed client is made for browsers. */
class Stack {
  createRequest(method, url) {
    const given = { method, headers: {} };
    let request;
    return {
      getMethod: () => method,
      getURL: () => url,
      setHeader: (name, value) => (given.headers[name] = value),
      getHeader: (name) => given.headers[name],
      setProgressHandler: () => {},
      getUnderlyingObject: () => request,
      abort: async () => request?.destroy(),
      send: (body) =>
        new Promise(async (resolve, reject) => {
          const bytes = body ? Buffer.from(await body.arrayBuffer()) : null;
          if (bytes) given.headers["Content-Length"] = bytes.length;
          sent.push(method);
          request = http.request(url, given, (answer) => {
            const parts = [];
            answer.on("data", (part) => parts.push(part));
            answer.on("end", () =>
              resolve({
                getStatus: () => answer.statusCode,
                getHeader: (name) => answer.headers[name.toLowerCase()],
                getBody: () => Buffer.concat(parts).toString(),
                getUnderlyingObject: () => answer,
              }),
            );
          });
          request.on("error", reject);
          request.end(bytes);
        }),
    };
  }
  getName() {
    return "Stack";
  }
}

const settings = { endpoint, headers, chunkSize, httpStack: new Stack(), metadata: { filename: "from js.mp4" }, storeFingerprintForResuming: false };

function upload(file, more) {
  return new Promise((resolve, reject) => {
    const one = new tus.Upload(file, {
      ...settings,
      ...more,
      onError: reject,
      onSuccess: () => resolve(one.url),
      onChunkComplete: (_size, accepted) => {
        if (more.stopAfter && accepted >= more.stopAfter) one.abort().then(() => resolve(one.url));
      },
    });
    one.start();
  });
}

async function main() {
  const parts = [];
  for await (const part of process.stdin) parts.push(part);
  const file = new Blob(parts);
  const url = await upload(file, { stopAfter, uploadDataDuringCreation: withCreation });
  if (stopAfter) await upload(file, { uploadUrl: url });
  console.log(JSON.stringify({ url, sent }));
}

main().catch((error) => {
  console.error(String(error));
  process.exit(1);
});
