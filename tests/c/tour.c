// begin
int main(void);
// end
