// The style sheet of the HTML report: quiet, one column of text, light and dark, phone and paper.
import type { ChartTheme } from '#charts/index.ts';

/** Colors by name, for light and dark; charts take the same names. */
const LIGHT = `
  --paper:#fbfaf7; --card:#ffffff; --ink:#1b232b; --soft:#4d5a66; --line:#dcd9d1; --track:#eeece6; --accent:#0b5c7a;
  --unknown:#74838f; --quiet:#7b8a97; --info:#2f7fb8; --safe:#1c8a6c; --watch:#b47a00; --warn:#c9560f; --danger:#c62f2f; --extreme:#a0135d;
  --critical-bg:#fbe9e7; --critical-ink:#8f1d1d; --high-bg:#fcefe3; --high-ink:#8a3c08; --medium-bg:#fbf3dc; --medium-ink:#6d4a00;
  --low-bg:#e6f0f8; --low-ink:#1b527b; --none-bg:#eceff1; --none-ink:#46525d; --good-bg:#e3f3ed; --good-ink:#0f5c46;`;
const DARK = `
  --paper:#12171c; --card:#1a2128; --ink:#e4e9ee; --soft:#a7b3be; --line:#323d47; --track:#252e37; --accent:#6cc0de;
  --unknown:#8b9aa7; --quiet:#7f8f9d; --info:#4da0d8; --safe:#35b08e; --watch:#d9a521; --warn:#e9803f; --danger:#e5605d; --extreme:#dc5399;
  --critical-bg:#48201f; --critical-ink:#ffc9c4; --high-bg:#452a17; --high-ink:#ffd2ae; --medium-bg:#3d3213; --medium-ink:#f8dd9a;
  --low-bg:#17324a; --low-ink:#bcdcf6; --none-bg:#2a333c; --none-ink:#c2ccd5; --good-bg:#143a2f; --good-ink:#b5ead8;`;

/** Charts take the page's own colors, so that one drawing serves light and dark. */
export const PAGE_COLORS: ChartTheme = {
  text: 'var(--ink)',
  muted: 'var(--soft)',
  line: 'var(--line)',
  track: 'var(--track)',
  font: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif",
  tones: {
    unknown: 'var(--unknown)',
    quiet: 'var(--quiet)',
    info: 'var(--info)',
    safe: 'var(--safe)',
    watch: 'var(--watch)',
    warn: 'var(--warn)',
    danger: 'var(--danger)',
    extreme: 'var(--extreme)',
  },
};

/** The whole style sheet. */
export const STYLE = `
:root{color-scheme:light dark;${LIGHT}}
@media (prefers-color-scheme:dark){:root{${DARK}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;
  overflow-wrap:anywhere}
main,.masthead,.foot{max-width:66rem;margin:0 auto;padding:0 1.5rem}
h1,h2,h3{font-family:Charter,"Bitstream Charter","Iowan Old Style","Sitka Text",Cambria,Georgia,serif;line-height:1.18;
  font-weight:650;text-wrap:balance;letter-spacing:-.008em}
h1{font-size:clamp(1.75rem,4.2vw,2.65rem);margin:1.6rem 0 .85rem}
h2{font-size:1.45rem;margin:0 0 .9rem}
h2.headline{font-size:clamp(1.5rem,3.4vw,2.1rem);margin:.6rem 0 .7rem}
h3{font-size:1.08rem;margin:0 0 .35rem}
p{margin:0 0 .7rem;text-wrap:pretty}
a{color:var(--accent)}
.masthead{display:flex;justify-content:space-between;gap:1rem;flex-wrap:wrap;padding-top:1.6rem;font-size:.9rem;color:var(--soft)}
.masthead strong{color:var(--ink);font-weight:650}
.brand{display:inline-flex;align-items:center;gap:.5rem}
.brand svg{width:1.25rem;height:1.25rem}
h1 .aside,.headline .aside{color:var(--soft);font-weight:500}
.lead{font-size:1.06rem;color:var(--soft);max-width:54rem}
.cover{padding-bottom:2.2rem}
.grid{display:grid;grid-template-columns:minmax(0,1.55fr) minmax(0,1fr);gap:1.25rem;margin:1.5rem 0}
.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:1.15rem 1.3rem}
.card h2{font-size:1.14rem;margin-bottom:.7rem}
.card svg{display:block;max-width:100%;height:auto}
.stack{display:flex;flex-direction:column;gap:1.25rem}
.narrow-only{display:none}
.facts{list-style:none;margin:.85rem 0 0;padding:0;font-size:.94rem}
.facts li{display:flex;justify-content:space-between;gap:1rem;padding:.28rem 0;border-top:1px solid var(--line)}
.facts b{font-variant-numeric:tabular-nums;font-weight:600;white-space:nowrap}
.todo{list-style:none;margin:0;padding:0;counter-reset:todo}
.todo>li{counter-increment:todo;display:grid;grid-template-columns:2.6rem minmax(0,1fr);padding:1rem 0;border-top:1px solid var(--line)}
.todo>li:first-child{border-top:0;padding-top:.2rem}
.todo>li::before{content:counter(todo);font:650 1.5rem/1.2 Charter,"Bitstream Charter",Cambria,Georgia,serif;color:var(--accent)}
.todo .what{font-weight:600;margin-bottom:.25rem}
.todo .more,.muted{color:var(--soft);font-size:.93rem}
.todo p{margin-bottom:.3rem}
.who{display:inline-block;border:1px solid var(--line);border-radius:99px;padding:.05rem .65rem;font-size:.82rem;font-weight:600;white-space:nowrap;
  margin-right:.45rem;background:var(--track)}
summary .badge{min-width:5.2rem;text-align:center}
.asked{list-style:none;margin:0;padding:0}
.asked li{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1.5fr);gap:.2rem 1.6rem;padding:.6rem 0;border-top:1px solid var(--line)}
.asked li:first-child{border-top:0;padding-top:0}
.executive h1{font-size:clamp(1.5rem,3.4vw,2.2rem)}
.executive .card{margin:0 0 1.1rem}
.halves{display:grid;grid-template-columns:minmax(0,1.2fr) minmax(0,1fr);gap:1rem 1.8rem}
.under{display:block;color:var(--soft);font-size:.86em}
.under.narrow-only,td.narrow-only{display:none}
.harm td:first-child{width:33%}
.harm td:nth-child(2){width:28%}
.executive blockquote{margin-top:.8rem}
blockquote{margin:0;padding:.1rem 0 .1rem 1rem;border-left:3px solid var(--accent);font-size:1.02rem}
.tight{font-size:.9rem}
.tight th,.tight td{padding:.3rem .7rem .3rem 0}
.tight th:last-child,.tight td:last-child{padding-right:0}
.tight td.n{white-space:normal}
.fine{color:var(--soft);font-size:.86rem;margin:.5rem 0 0}
.outcome{margin:.7rem 0 0}
.apart{margin-top:1.4rem}
.broad{grid-template-columns:minmax(0,1fr)}
h4{margin:.6rem 0 .2rem;font-size:.95rem}
.inner .scroll+.scroll{margin-top:.8rem}
.inner .pairs{margin-top:.8rem}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.steps{list-style:none;margin:0;padding:0;counter-reset:step}
.steps>li{counter-increment:step;display:grid;grid-template-columns:2rem minmax(0,1fr);padding:.5rem 0;border-top:1px solid var(--line)}
.steps>li:first-child{border-top:0;padding-top:0}
.steps>li::before{content:counter(step);font:650 1.25rem/1.2 Charter,"Bitstream Charter",Cambria,Georgia,serif;color:var(--accent)}
.steps p{margin:0}
.steps .what{font-weight:600}
.steps .who{margin-left:.3rem;white-space:normal}
.steps .more{color:var(--soft);font-size:.93rem}
section{padding:2rem 0;border-top:1px solid var(--line)}
section.cover{border-top:0;padding-top:.5rem}
.badge{display:inline-block;border-radius:5px;padding:.08rem .5rem;font-size:.8rem;font-weight:600;white-space:nowrap;background:var(--none-bg);color:var(--none-ink)}
.badge.critical{background:var(--critical-bg);color:var(--critical-ink)}
.badge.high{background:var(--high-bg);color:var(--high-ink)}
.badge.medium{background:var(--medium-bg);color:var(--medium-ink)}
.badge.low{background:var(--low-bg);color:var(--low-ink)}
.badge.good{background:var(--good-bg);color:var(--good-ink)}
details{background:var(--card);border:1px solid var(--line);border-radius:8px;margin:0 0 .55rem}
details[open]{padding-bottom:.9rem}
details details{background:transparent;margin:.5rem 0 0}
summary{cursor:pointer;padding:.65rem .95rem;display:flex;gap:.55rem 1rem;align-items:baseline;flex-wrap:wrap;list-style:none}
summary::-webkit-details-marker{display:none}
summary::before{content:"";width:.45rem;height:.45rem;border-right:2px solid var(--soft);border-bottom:2px solid var(--soft);transform:rotate(-45deg);
  flex:none;align-self:center;transition:transform .15s}
details[open]>summary::before{transform:rotate(45deg)}
summary:focus-visible,a:focus-visible,.scroll:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:6px}
summary .name{font-weight:600;flex:1 1 14rem}
summary .side{color:var(--soft);font-size:.9rem}
.inner{padding:0 1.1rem 0 2.4rem}
.pairs{display:grid;grid-template-columns:repeat(auto-fill,minmax(13rem,1fr));gap:.35rem 1.4rem;margin:0 0 .9rem;font-size:.93rem}
.pairs div{border-top:1px solid var(--line);padding-top:.25rem}
.pairs dt{color:var(--soft);font-size:.82rem}
.pairs dd{margin:0}
.reasons{margin:.1rem 0 .7rem;padding-left:1.1rem}
.reasons li{margin-bottom:.25rem}
.act{border-left:3px solid var(--accent);padding:.15rem 0 .15rem .85rem;margin:.2rem 0 .8rem}
.act p{margin:0}
.lines{list-style:none;margin:.4rem 0 0;padding:0;font-size:.88rem}
.lines li{display:grid;grid-template-columns:4.2rem 5.6rem minmax(0,1fr);gap:.5rem;padding:.16rem 0;border-top:1px dotted var(--line)}
.lines .at{color:var(--soft);font-variant-numeric:tabular-nums;text-align:right}
.lines .dir{color:var(--soft)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.92rem}
caption{text-align:left;color:var(--soft);font-size:.88rem;padding-bottom:.4rem}
th,td{overflow-wrap:break-word;text-align:left;vertical-align:top;padding:.42rem .8rem .42rem 0;border-top:1px solid var(--line)}
th{font-weight:600;border-top:0}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.mini{font-size:.88rem}
.foot{padding-top:1.2rem;padding-bottom:3rem;color:var(--soft);font-size:.88rem;border-top:1px solid var(--line)}
.contents{display:flex;gap:.3rem 1.3rem;flex-wrap:wrap;font-size:.93rem;margin-top:1.4rem}
.how{border:0;background:transparent;margin:.2rem 0 0}
.how summary{padding:0;display:inline-flex;color:var(--accent);font-size:.93rem;font-weight:600}
.how[open]{padding-bottom:0}
@media (max-width:46rem){
  main,.masthead,.foot{padding-left:1rem;padding-right:1rem}
  .grid,.halves{grid-template-columns:minmax(0,1fr)}
  .asked li{grid-template-columns:minmax(0,1fr)}
  .wide-only,td.wide-only,th.wide-only{display:none}.narrow-only,.under.narrow-only{display:block}
  .harm{font-size:.84rem}.harm th,.harm td{padding-right:.4rem}.harm .badge{padding:.05rem .3rem}
  .inner{padding:0 .9rem}
  .todo>li{grid-template-columns:1.9rem minmax(0,1fr)}
  .lines li{grid-template-columns:3.4rem minmax(0,1fr)}
  .lines .dir{display:none}
}
@media (prefers-reduced-motion:reduce){summary::before{transition:none}}
@media print{
  :root{color-scheme:light;${LIGHT}--paper:#fff}
  body{font-size:10.5pt}
  main,.masthead,.foot{max-width:none;padding:0}
  .cover{break-after:page;padding-bottom:0}
  .contents,.how{display:none}
  .masthead{padding-top:0}
  .executive{font-size:7.2pt;line-height:1.22;padding:0}
  .executive h1{font-size:13pt;margin:.3rem 0;text-wrap:wrap}
  .executive h1 .aside{display:block;font-size:9pt}
  .executive h2{font-size:9.5pt;margin-bottom:.1rem}
  .executive .card{margin:0 0 .3rem;padding:.3rem .65rem;border-radius:5px}
  .executive .halves{grid-template-columns:1fr 1.4fr;gap:.1rem 1rem}
  .executive .under,.executive .tight td.n{white-space:nowrap}
  .executive .settle{display:none}
  .executive blockquote{font-size:7.8pt;margin:.3rem 0 0;padding:0 0 0 .6rem}
  .executive div.wide-only{display:block}.executive .wide-only:is(td,th){display:table-cell}.executive .narrow-only{display:none}
  .executive .card svg{max-height:42mm}
  .executive .tight,.executive .steps .more,.executive .reasons{font-size:7.2pt}
  .executive .tight th,.executive .tight td{padding:.06rem .5rem .06rem 0}
  .executive .tight td:last-child,.executive .tight th:last-child{padding-right:0}
  .executive .under{font-size:6.4pt}
  .executive .steps>li{padding:.1rem 0;grid-template-columns:1.2rem minmax(0,1fr)}
  .executive .steps>li::before{font-size:9pt}
  .executive p{margin:0 0 .1rem}
  .executive .reasons{margin:0}
  .executive .fine{font-size:6.8pt;margin:.15rem 0 0}
  .executive .who{padding:0 .35rem;font-size:6.8pt;margin-right:.3rem}
  .executive .badge{font-size:6.8pt;padding:0 .3rem}
  .executive .outcome{margin:.2rem 0 0}
  .grid{grid-template-columns:1.5fr 1fr}
  .card,details{break-inside:avoid;border-color:#ccc}
  details::details-content{content-visibility:visible;display:block}
  h2,h3,summary{break-after:avoid}
  @page{margin:16mm 15mm}
  @page :first{margin:9mm 12mm}
}
`;
