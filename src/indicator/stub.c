#include "indicator/indicator.h"
#include "read/html.h"
bool mu_find_indicators(const struct mu_doc *doc, struct mu_str now, struct mu_arena *arena, struct mu_indicators *out, struct mushi_err *err){(void)doc;(void)now;(void)arena;(void)err;*out=(struct mu_indicators){0};return true;}
const char *mu_ind_type_key(enum mu_ind_type t){static const char *k[]={"phones","prices","deadlines","accounts","emails","urls","domains","ids","ips","line_ids","crypto","payment_routes"};return k[t];}
const char *mu_role_name(enum mu_role r){static const char *k[]={"unknown","scammer","victim","official","third-party"};return k[r];}
bool mu_read_html(struct mu_str src, size_t text_max, struct mu_doc *doc, struct mushi_err *err){return mu_read_text(src,text_max,doc,err);}
bool mu_read_text(struct mu_str src, size_t text_max, struct mu_doc *doc, struct mushi_err *err){(void)text_max;(void)err;return mu_doc_add_block(doc,src,MU_P_TEXT,0,0);}
bool mu_looks_like_html(struct mu_str s){(void)s;return false;}
