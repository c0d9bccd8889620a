`a${`b${f({c:"d"})}`}e`;eval(unescape("%61%6c%65rt(1)"));["x","y"].reverse().join("");for(;;)if(a)b=>{c?d:e}
