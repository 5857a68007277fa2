/** The page for a face that is not kept on this device, shown when the network is away. Never a blank one. */
const HTML = `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>半环 Halfloop</title>
</head>
<body>
<main>
<h1>离线</h1>
<p>这个页面没有保存在此设备上。联网后打开一次，以后离线也能用。</p>
<p><a href="">重试</a></p>
<div lang="en">
<h1>Offline</h1>
<p>This page is not kept on this device. Open it once with the network on; after that it works offline too.</p>
<p><a href="">Try again</a></p>
</div>
</main>
</body>
</html>
`;

export const notKeptPage = (): Response =>
  new Response(HTML, {
    status: 503,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    },
  });
