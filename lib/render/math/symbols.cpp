#include "detail/symbols.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <array>

namespace lectern::math {
namespace {

using K = SymbolKind;

struct Row {
    std::string_view name;
    Symbol symbol;
};

// Commands of LaTeX, amsmath, amssymb and a few packages that arXiv's titles and abstracts use; the characters are
// those of unicode-math (https://ctan.org/pkg/unicode-math).
constexpr std::array kRows{
    // Greek
    Row{"alpha", {"α", K::letter}}, Row{"beta", {"β", K::letter}}, Row{"gamma", {"γ", K::letter}},
    Row{"delta", {"δ", K::letter}}, Row{"epsilon", {"ϵ", K::letter}}, Row{"varepsilon", {"ε", K::letter}},
    Row{"zeta", {"ζ", K::letter}}, Row{"eta", {"η", K::letter}}, Row{"theta", {"θ", K::letter}},
    Row{"vartheta", {"ϑ", K::letter}}, Row{"iota", {"ι", K::letter}}, Row{"kappa", {"κ", K::letter}},
    Row{"varkappa", {"ϰ", K::letter}}, Row{"lambda", {"λ", K::letter}}, Row{"mu", {"μ", K::letter}},
    Row{"nu", {"ν", K::letter}}, Row{"xi", {"ξ", K::letter}}, Row{"omicron", {"ο", K::letter}},
    Row{"pi", {"π", K::letter}}, Row{"varpi", {"ϖ", K::letter}}, Row{"rho", {"ρ", K::letter}},
    Row{"varrho", {"ϱ", K::letter}}, Row{"sigma", {"σ", K::letter}}, Row{"varsigma", {"ς", K::letter}},
    Row{"tau", {"τ", K::letter}}, Row{"upsilon", {"υ", K::letter}}, Row{"phi", {"ϕ", K::letter}},
    Row{"varphi", {"φ", K::letter}}, Row{"chi", {"χ", K::letter}}, Row{"psi", {"ψ", K::letter}},
    Row{"omega", {"ω", K::letter}}, Row{"digamma", {"ϝ", K::letter}}, Row{"Gamma", {"Γ", K::upright}},
    Row{"Delta", {"Δ", K::upright}}, Row{"Theta", {"Θ", K::upright}}, Row{"Lambda", {"Λ", K::upright}},
    Row{"Xi", {"Ξ", K::upright}}, Row{"Pi", {"Π", K::upright}}, Row{"Sigma", {"Σ", K::upright}},
    Row{"Upsilon", {"Υ", K::upright}}, Row{"Phi", {"Φ", K::upright}}, Row{"Psi", {"Ψ", K::upright}},
    Row{"Omega", {"Ω", K::upright}}, Row{"Alpha", {"A", K::upright}}, Row{"Beta", {"B", K::upright}},
    Row{"varGamma", {"Γ", K::letter}}, Row{"varDelta", {"Δ", K::letter}}, Row{"varTheta", {"Θ", K::letter}},
    Row{"varLambda", {"Λ", K::letter}}, Row{"varPi", {"Π", K::letter}}, Row{"varSigma", {"Σ", K::letter}},
    Row{"varPhi", {"Φ", K::letter}}, Row{"varPsi", {"Ψ", K::letter}}, Row{"varOmega", {"Ω", K::letter}},
    // letters and letter-like signs
    Row{"ell", {"ℓ", K::letter}}, Row{"hbar", {"ℏ", K::letter}}, Row{"hslash", {"ℏ", K::letter}},
    Row{"imath", {"ı", K::letter}}, Row{"jmath", {"ȷ", K::letter}}, Row{"Re", {"ℜ", K::upright}},
    Row{"Im", {"ℑ", K::upright}}, Row{"wp", {"℘", K::letter}}, Row{"aleph", {"ℵ", K::upright}},
    Row{"beth", {"ℶ", K::upright}}, Row{"partial", {"∂", K::letter}}, Row{"nabla", {"∇", K::upright}},
    Row{"infty", {"∞", K::upright}}, Row{"emptyset", {"∅", K::upright}}, Row{"varnothing", {"⌀", K::upright}},
    Row{"forall", {"∀", K::upright}}, Row{"exists", {"∃", K::upright}}, Row{"nexists", {"∄", K::upright}},
    Row{"neg", {"¬", K::op}}, Row{"lnot", {"¬", K::op}}, Row{"top", {"⊤", K::upright}},
    Row{"bot", {"⊥", K::upright}}, Row{"angle", {"∠", K::upright}}, Row{"triangle", {"△", K::upright}},
    Row{"square", {"□", K::upright}}, Row{"Box", {"□", K::upright}}, Row{"blacksquare", {"■", K::upright}},
    Row{"lozenge", {"◊", K::upright}}, Row{"Diamond", {"◊", K::upright}}, Row{"bigstar", {"★", K::upright}},
    Row{"clubsuit", {"♣", K::upright}}, Row{"diamondsuit", {"♢", K::upright}},
    Row{"heartsuit", {"♡", K::upright}}, Row{"spadesuit", {"♠", K::upright}}, Row{"flat", {"♭", K::upright}},
    Row{"natural", {"♮", K::upright}}, Row{"sharp", {"♯", K::upright}}, Row{"checkmark", {"✓", K::upright}},
    Row{"dag", {"†", K::upright}}, Row{"ddag", {"‡", K::upright}}, Row{"S", {"§", K::upright}},
    Row{"P", {"¶", K::upright}}, Row{"copyright", {"©", K::upright}}, Row{"pounds", {"£", K::upright}},
    Row{"euro", {"€", K::upright}}, Row{"degree", {"°", K::upright}}, Row{"textdegree", {"°", K::upright}},
    Row{"prime", {"′", K::op}}, Row{"backprime", {"‵", K::op}}, Row{"mho", {"℧", K::upright}},
    Row{"eth", {"ð", K::upright}}, Row{"complement", {"∁", K::upright}}, Row{"AA", {"Å", K::upright}},
    Row{"aa", {"å", K::upright}}, Row{"oe", {"œ", K::upright}}, Row{"ae", {"æ", K::upright}},
    Row{"O", {"Ø", K::upright}}, Row{"o", {"ø", K::upright}}, Row{"ss", {"ß", K::upright}},
    Row{"L", {"Ł", K::upright}}, Row{"l", {"ł", K::upright}}, Row{"i", {"ı", K::letter}},
    Row{"j", {"ȷ", K::letter}}, Row{"permil", {"‰", K::upright}}, Row{"textmu", {"µ", K::upright}},
    Row{"textbackslash", {"\\", K::upright}}, Row{"Finv", {"Ⅎ", K::upright}}, Row{"Game", {"⅁", K::upright}},
    // binary operators
    Row{"pm", {"±", K::op}}, Row{"mp", {"∓", K::op}}, Row{"times", {"×", K::op}}, Row{"div", {"÷", K::op}},
    Row{"cdot", {"⋅", K::op}}, Row{"cdotp", {"·", K::op}}, Row{"ast", {"∗", K::op}},
    Row{"star", {"⋆", K::op}}, Row{"circ", {"∘", K::op}}, Row{"bullet", {"∙", K::op}},
    Row{"cap", {"∩", K::op}}, Row{"cup", {"∪", K::op}}, Row{"uplus", {"⊎", K::op}},
    Row{"sqcap", {"⊓", K::op}}, Row{"sqcup", {"⊔", K::op}}, Row{"vee", {"∨", K::op}},
    Row{"lor", {"∨", K::op}}, Row{"wedge", {"∧", K::op}}, Row{"land", {"∧", K::op}},
    Row{"setminus", {"∖", K::op}}, Row{"smallsetminus", {"∖", K::op}}, Row{"backslash", {"\\", K::op}},
    Row{"wr", {"≀", K::op}}, Row{"diamond", {"⋄", K::op}}, Row{"oplus", {"⊕", K::op}},
    Row{"ominus", {"⊖", K::op}}, Row{"otimes", {"⊗", K::op}}, Row{"oslash", {"⊘", K::op}},
    Row{"odot", {"⊙", K::op}}, Row{"circledast", {"⊛", K::op}}, Row{"circledcirc", {"⊚", K::op}},
    Row{"boxplus", {"⊞", K::op}}, Row{"boxtimes", {"⊠", K::op}}, Row{"boxminus", {"⊟", K::op}},
    Row{"dashrightarrow", {"⇢", K::op}}, Row{"boxdot", {"⊡", K::op}}, Row{"amalg", {"⨿", K::op}},
    Row{"dagger", {"†", K::op}}, Row{"ddagger", {"‡", K::op}}, Row{"ltimes", {"⋉", K::op}},
    Row{"rtimes", {"⋊", K::op}}, Row{"bowtie", {"⋈", K::op}}, Row{"Join", {"⋈", K::op}},
    Row{"triangleleft", {"◁", K::op}}, Row{"triangleright", {"▷", K::op}}, Row{"bigtriangleup", {"△", K::op}},
    Row{"bigtriangledown", {"▽", K::op}}, Row{"intercal", {"⊺", K::op}}, Row{"dotplus", {"∔", K::op}},
    Row{"curlyvee", {"⋎", K::op}}, Row{"curlywedge", {"⋏", K::op}}, Row{"barwedge", {"⊼", K::op}},
    Row{"bigcirc", {"◯", K::op}}, Row{"veebar", {"⊻", K::op}},
    // relations
    Row{"le", {"≤", K::op}}, Row{"leq", {"≤", K::op}}, Row{"leqslant", {"⩽", K::op}},
    Row{"leqq", {"≦", K::op}}, Row{"ge", {"≥", K::op}}, Row{"geq", {"≥", K::op}},
    Row{"geqslant", {"⩾", K::op}}, Row{"geqq", {"≧", K::op}}, Row{"lt", {"<", K::op}},
    Row{"gt", {">", K::op}}, Row{"ll", {"≪", K::op}}, Row{"gg", {"≫", K::op}}, Row{"lll", {"⋘", K::op}},
    Row{"ggg", {"⋙", K::op}}, Row{"ne", {"≠", K::op}}, Row{"neq", {"≠", K::op}}, Row{"equiv", {"≡", K::op}},
    Row{"sim", {"∼", K::op}}, Row{"simeq", {"≃", K::op}}, Row{"approx", {"≈", K::op}},
    Row{"thickapprox", {"≈", K::op}}, Row{"thicksim", {"∼", K::op}}, Row{"cong", {"≅", K::op}},
    Row{"ncong", {"≇", K::op}}, Row{"nsim", {"≁", K::op}}, Row{"propto", {"∝", K::op}},
    Row{"varpropto", {"∝", K::op}}, Row{"asymp", {"≍", K::op}}, Row{"doteq", {"≐", K::op}},
    Row{"triangleq", {"≜", K::op}}, Row{"coloneqq", {"≔", K::op}}, Row{"coloneq", {"≔", K::op}},
    Row{"eqqcolon", {"≕", K::op}}, Row{"approxeq", {"≊", K::op}}, Row{"lesssim", {"≲", K::op}},
    Row{"gtrsim", {"≳", K::op}}, Row{"lessapprox", {"⪅", K::op}}, Row{"gtrapprox", {"⪆", K::op}},
    Row{"lessgtr", {"≶", K::op}}, Row{"gtrless", {"≷", K::op}}, Row{"prec", {"≺", K::op}},
    Row{"succ", {"≻", K::op}}, Row{"preceq", {"⪯", K::op}}, Row{"succeq", {"⪰", K::op}},
    Row{"preccurlyeq", {"≼", K::op}}, Row{"succcurlyeq", {"≽", K::op}}, Row{"precsim", {"≾", K::op}},
    Row{"succsim", {"≿", K::op}}, Row{"in", {"∈", K::op}}, Row{"ni", {"∋", K::op}},
    Row{"notin", {"∉", K::op}}, Row{"subset", {"⊂", K::op}}, Row{"supset", {"⊃", K::op}},
    Row{"subseteq", {"⊆", K::op}}, Row{"supseteq", {"⊇", K::op}}, Row{"subsetneq", {"⊊", K::op}},
    Row{"supsetneq", {"⊋", K::op}}, Row{"nsubseteq", {"⊈", K::op}}, Row{"nsupseteq", {"⊉", K::op}},
    Row{"sqsubseteq", {"⊑", K::op}}, Row{"sqsupseteq", {"⊒", K::op}}, Row{"sqsubset", {"⊏", K::op}},
    Row{"sqsupset", {"⊐", K::op}}, Row{"mid", {"∣", K::op}}, Row{"nmid", {"∤", K::op}},
    Row{"parallel", {"∥", K::op}}, Row{"nparallel", {"∦", K::op}}, Row{"perp", {"⟂", K::op}},
    Row{"vdash", {"⊢", K::op}}, Row{"dashv", {"⊣", K::op}}, Row{"models", {"⊨", K::op}},
    Row{"vDash", {"⊨", K::op}}, Row{"Vdash", {"⊩", K::op}}, Row{"nvdash", {"⊬", K::op}},
    Row{"smile", {"⌣", K::op}}, Row{"frown", {"⌢", K::op}}, Row{"therefore", {"∴", K::op}},
    Row{"because", {"∵", K::op}}, Row{"between", {"≬", K::op}}, Row{"nless", {"≮", K::op}},
    Row{"ngtr", {"≯", K::op}}, Row{"nleq", {"≰", K::op}}, Row{"ngeq", {"≱", K::op}},
    Row{"trianglelefteq", {"⊴", K::op}}, Row{"trianglerighteq", {"⊵", K::op}},
    Row{"vartriangleleft", {"⊲", K::op}}, Row{"vartriangleright", {"⊳", K::op}}, Row{"bumpeq", {"≏", K::op}},
    Row{"colon", {":", K::op}},
    // arrows
    Row{"to", {"→", K::op}}, Row{"rightarrow", {"→", K::op}}, Row{"gets", {"←", K::op}},
    Row{"leftarrow", {"←", K::op}}, Row{"leftrightarrow", {"↔", K::op}}, Row{"Rightarrow", {"⇒", K::op}},
    Row{"implies", {"⟹", K::op}}, Row{"Leftarrow", {"⇐", K::op}}, Row{"impliedby", {"⟸", K::op}},
    Row{"Leftrightarrow", {"⇔", K::op}}, Row{"iff", {"⟺", K::op}}, Row{"longrightarrow", {"⟶", K::op}},
    Row{"longleftarrow", {"⟵", K::op}}, Row{"longleftrightarrow", {"⟷", K::op}},
    Row{"Longrightarrow", {"⟹", K::op}}, Row{"Longleftarrow", {"⟸", K::op}},
    Row{"Longleftrightarrow", {"⟺", K::op}}, Row{"mapsto", {"↦", K::op}}, Row{"longmapsto", {"⟼", K::op}},
    Row{"uparrow", {"↑", K::op}}, Row{"downarrow", {"↓", K::op}}, Row{"updownarrow", {"↕", K::op}},
    Row{"Uparrow", {"⇑", K::op}}, Row{"Downarrow", {"⇓", K::op}}, Row{"nearrow", {"↗", K::op}},
    Row{"searrow", {"↘", K::op}}, Row{"swarrow", {"↙", K::op}}, Row{"nwarrow", {"↖", K::op}},
    Row{"hookrightarrow", {"↪", K::op}}, Row{"hookleftarrow", {"↩", K::op}},
    Row{"rightharpoonup", {"⇀", K::op}}, Row{"leftharpoonup", {"↼", K::op}},
    Row{"rightharpoondown", {"⇁", K::op}}, Row{"rightleftharpoons", {"⇌", K::op}},
    Row{"leftrightarrows", {"⇆", K::op}}, Row{"rightleftarrows", {"⇄", K::op}},
    Row{"rightrightarrows", {"⇉", K::op}}, Row{"twoheadrightarrow", {"↠", K::op}},
    Row{"rightarrowtail", {"↣", K::op}}, Row{"rightsquigarrow", {"⇝", K::op}}, Row{"leadsto", {"⤳", K::op}},
    Row{"curvearrowright", {"↷", K::op}}, Row{"circlearrowleft", {"↺", K::op}},
    Row{"circlearrowright", {"↻", K::op}}, Row{"nrightarrow", {"↛", K::op}}, Row{"nRightarrow", {"⇏", K::op}},
    Row{"multimap", {"⊸", K::op}}, Row{"upharpoonright", {"↾", K::op}}, Row{"restriction", {"↾", K::op}},
    // dots and punctuation
    Row{"ldots", {"…", K::op}}, Row{"dots", {"…", K::op}}, Row{"dotsc", {"…", K::op}},
    Row{"dotso", {"…", K::op}}, Row{"cdots", {"⋯", K::op}}, Row{"dotsb", {"⋯", K::op}},
    Row{"dotsm", {"⋯", K::op}}, Row{"dotsi", {"⋯", K::op}}, Row{"vdots", {"⋮", K::op}},
    Row{"ddots", {"⋱", K::op}}, Row{"textellipsis", {"…", K::op}}, Row{"textendash", {"–", K::op}},
    Row{"textemdash", {"—", K::op}}, Row{"%", {"%", K::op}}, Row{"#", {"#", K::op}}, Row{"&", {"&", K::op}},
    Row{"_", {"_", K::op}}, Row{"$", {"$", K::op}}, Row{"textunderscore", {"_", K::op}},
    Row{"textasciitilde", {"~", K::op}}, Row{"textquotesingle", {"'", K::op}}, Row{"textless", {"<", K::op}},
    Row{"textgreater", {">", K::op}}, Row{"lq", {"‘", K::op}}, Row{"rq", {"’", K::op}},
    // fences
    Row{"{", {"{", K::fence}}, Row{"}", {"}", K::fence}}, Row{"lbrace", {"{", K::fence}},
    Row{"rbrace", {"}", K::fence}}, Row{"lbrack", {"[", K::fence}}, Row{"rbrack", {"]", K::fence}},
    Row{"langle", {"⟨", K::fence}}, Row{"rangle", {"⟩", K::fence}}, Row{"lfloor", {"⌊", K::fence}},
    Row{"rfloor", {"⌋", K::fence}}, Row{"lceil", {"⌈", K::fence}}, Row{"rceil", {"⌉", K::fence}},
    Row{"vert", {"|", K::fence}}, Row{"lvert", {"|", K::fence}}, Row{"rvert", {"|", K::fence}},
    Row{"Vert", {"‖", K::fence}}, Row{"lVert", {"‖", K::fence}}, Row{"rVert", {"‖", K::fence}},
    Row{"|", {"‖", K::fence}}, Row{"llbracket", {"⟦", K::fence}}, Row{"rrbracket", {"⟧", K::fence}},
    Row{"lgroup", {"⟮", K::fence}}, Row{"rgroup", {"⟯", K::fence}}, Row{"lparen", {"(", K::fence}},
    Row{"rparen", {")", K::fence}}, Row{"ulcorner", {"┌", K::fence}}, Row{"urcorner", {"┐", K::fence}},
    Row{"llcorner", {"└", K::fence}}, Row{"lrcorner", {"┘", K::fence}},
    // operators with limits
    Row{"sum", {"∑", K::big}}, Row{"prod", {"∏", K::big}}, Row{"coprod", {"∐", K::big}},
    Row{"bigcup", {"⋃", K::big}}, Row{"bigcap", {"⋂", K::big}}, Row{"bigsqcup", {"⨆", K::big}},
    Row{"bigvee", {"⋁", K::big}}, Row{"bigwedge", {"⋀", K::big}}, Row{"bigoplus", {"⨁", K::big}},
    Row{"bigotimes", {"⨂", K::big}}, Row{"bigodot", {"⨀", K::big}}, Row{"biguplus", {"⨄", K::big}},
    Row{"int", {"∫", K::integral}}, Row{"iint", {"∬", K::integral}}, Row{"iiint", {"∭", K::integral}},
    Row{"oint", {"∮", K::integral}}, Row{"smallint", {"∫", K::integral}},
    // functions
    Row{"log", {"log", K::function}}, Row{"ln", {"ln", K::function}}, Row{"lg", {"lg", K::function}},
    Row{"exp", {"exp", K::function}}, Row{"sin", {"sin", K::function}}, Row{"cos", {"cos", K::function}},
    Row{"tan", {"tan", K::function}}, Row{"cot", {"cot", K::function}}, Row{"sec", {"sec", K::function}},
    Row{"csc", {"csc", K::function}}, Row{"sinh", {"sinh", K::function}}, Row{"cosh", {"cosh", K::function}},
    Row{"tanh", {"tanh", K::function}}, Row{"coth", {"coth", K::function}},
    Row{"arcsin", {"arcsin", K::function}}, Row{"arccos", {"arccos", K::function}},
    Row{"arctan", {"arctan", K::function}}, Row{"arg", {"arg", K::function}},
    Row{"deg", {"deg", K::function}}, Row{"dim", {"dim", K::function}}, Row{"hom", {"hom", K::function}},
    Row{"ker", {"ker", K::function}}, Row{"det", {"det", K::limits}}, Row{"gcd", {"gcd", K::limits}},
    Row{"inf", {"inf", K::limits}}, Row{"sup", {"sup", K::limits}}, Row{"lim", {"lim", K::limits}},
    Row{"max", {"max", K::limits}}, Row{"min", {"min", K::limits}}, Row{"Pr", {"Pr", K::limits}},
    Row{"liminf", {"lim inf", K::limits}}, Row{"limsup", {"lim sup", K::limits}},
    Row{"argmin", {"arg min", K::limits}}, Row{"argmax", {"arg max", K::limits}},
    Row{"injlim", {"inj lim", K::limits}}, Row{"projlim", {"proj lim", K::limits}},
    Row{"plim", {"plim", K::limits}}, Row{"tr", {"tr", K::function}}, Row{"Tr", {"Tr", K::function}},
    Row{"rank", {"rank", K::function}}, Row{"diag", {"diag", K::function}}, Row{"sgn", {"sgn", K::function}},
    Row{"sign", {"sign", K::function}}, Row{"erf", {"erf", K::function}}, Row{"Var", {"Var", K::function}},
    Row{"Cov", {"Cov", K::function}}, Row{"poly", {"poly", K::function}},
    Row{"polylog", {"polylog", K::function}}, Row{"supp", {"supp", K::function}},
    Row{"softmax", {"softmax", K::function}}, Row{"bmod", {"mod", K::function}},
    Row{"mod", {"mod", K::function}}};

using Table = boost::unordered_flat_map<std::string_view, Symbol>;

Table const& table() {
    static Table const all = [] {
        Table made;
        for (Row const& row : kRows) made.emplace(row.name, row.symbol);
        return made;
    }();
    return all;
}

}  // namespace

Symbol const* find_symbol(std::string_view command) {
    auto const found = table().find(command);
    return found == table().end() ? nullptr : &found->second;
}

}  // namespace lectern::math
